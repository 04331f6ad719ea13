// Everything that the page loads is of its own origin, and the one inline script has a nonce.
export default {
  kit: {
    csp: { mode: "nonce", directives: { "script-src": ["self", "wasm-unsafe-eval"] } },
  },
};
