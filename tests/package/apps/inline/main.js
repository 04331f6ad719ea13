import { start } from "tellback/inline";

start({ endpoint: "/feedback" });
