import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import {
  TellbackBar,
  TellbackCompare,
  TellbackConsent,
  TellbackProvider,
  useTellback,
} from "tellback/react";

function Chat() {
  const tellback = useTellback();
  const [response, setResponse] = useState("r1");
  const [said, setSaid] = useState("");
  return (
    <main data-tellback-conversation="c1">
      <article data-tellback-response={response} data-tellback-state="complete">
        An answer in React.
      </article>
      <TellbackBar
        response={response}
        rating="stars"
        badReasons={["inaccurate"]}
        className="own"
        onRated={({ detail }) => setSaid(JSON.stringify(detail.rating))}
      />
      <TellbackCompare onCompared={({ detail }) => setSaid(detail.choice)}>
        <p data-tellback-response="a">One</p>
        <p data-tellback-response="b">Two</p>
      </TellbackCompare>
      <TellbackConsent onRefused={({ detail }) => setSaid(detail.scope)} />
      <button type="button" onClick={() => setResponse(response === "r1" ? "r2" : "r1")}>
        Another
      </button>
      <button type="button" onClick={() => tellback?.optOut()}>
        Opt out
      </button>
      <output>{said}</output>
    </main>
  );
}

createRoot(document.querySelector("#app")).render(
  <StrictMode>
    <TellbackProvider options={{ endpoint: "/feedback", batch: { maxDelayMs: 0 } }}>
      <Chat />
    </TellbackProvider>
  </StrictMode>,
);
