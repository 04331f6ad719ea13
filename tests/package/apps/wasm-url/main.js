import { start } from "tellback";
import wasmUrl from "tellback/tellback_bg.wasm";

start({ endpoint: "/feedback", wasmUrl });
