import { start } from "tellback";
import wasmUrl from "tellback/tellback_full_bg.wasm";

start({ endpoint: "/feedback", comments: true, wasmUrl });
