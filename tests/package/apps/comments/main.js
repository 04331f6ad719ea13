import { start } from "tellback";

start({ endpoint: "/feedback", comments: true });
