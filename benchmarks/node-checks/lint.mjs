// For each text of the JSON list on standard input the number of messages of textlint, as a JSON list; and the seconds it took.
import { createLinter, loadTextlintrc } from "textlint";

let input = "";
for await (const part of process.stdin) input += part;
const linter = createLinter({ descriptor: await loadTextlintrc({ configFilePath: ".textlintrc.json" }) });
await linter.lintText("港。", "text.txt"); // loads the dictionary
const before = process.cpuUsage();
const counts = [];
for (const text of JSON.parse(input)) counts.push((await linter.lintText(text, "text.txt")).messages.length);
const used = process.cpuUsage(before);
console.log(JSON.stringify({ counts, seconds: (used.user + used.system) / 1e6 }));
