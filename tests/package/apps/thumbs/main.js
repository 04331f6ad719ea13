import { start } from "tellback";

start({ endpoint: "/feedback" });

for (const button of document.querySelectorAll("[aria-pressed]")) {
  button.addEventListener("click", () => {
    const isPressed = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isPressed));
  });
}
