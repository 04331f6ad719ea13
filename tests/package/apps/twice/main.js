// Two parts of one page, by two teams, each with a copy of its own.
import { start } from "tellback";
import { start as startAgain } from "tellback/inline";

const first = start({ endpoint: "/feedback" });
const second = startAgain({ endpoint: "/feedback" });
document.title = first === second ? "one instance" : "two instances";
