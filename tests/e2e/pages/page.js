// What every page of these tests does, beside being a page.
import { start } from "tellback";

window.start = start;
window.clicks = 0;

document.addEventListener("click", (event) => {
  window.clicks += 1;
  // The host's own toggle: a press on a pressed thumb takes it back.
  const button = event.target.closest?.("[aria-pressed]");
  if (!button) return;
  const isPressed = button.getAttribute("aria-pressed") === "true";
  for (const other of button.parentElement.querySelectorAll("[aria-pressed]")) {
    other.setAttribute("aria-pressed", "false");
  }
  button.setAttribute("aria-pressed", String(!isPressed));
});

addEventListener("pagehide", () => fetch("/left", { method: "POST", keepalive: true, body: "" }));
addEventListener("pageshow", ({ persisted }) => {
  window.restored = persisted;
});
