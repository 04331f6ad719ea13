// Imports everything on a server, and tells what that has changed there.
const entries = JSON.parse(process.argv[2]);

const said = [];
for (const level of ["debug", "info", "log", "warn", "error"]) {
  console[level] = (...words) => said.push(words.join(" "));
}
const write = process.stdout.write.bind(process.stdout);

/** All that code on a server could leave behind: globals, what objects inherit, and handles. */
function state() {
  const owners = [globalThis, Object, Array, Promise, Function];
  return [
    ...owners.flatMap((owner) => Reflect.ownKeys(owner)),
    ...owners.flatMap((owner) => Reflect.ownKeys(owner.prototype ?? {})),
    // What reads the modules' own files comes and goes.
    ...(process.getActiveResourcesInfo?.() ?? []).filter((name) => !/^(FS|Pipe|TTY)/.test(name)),
  ].map(String);
}

const before = state();
for (const entry of entries) await import(entry);
// What would happen in a moment has happened by then.
await new Promise((resolve) => setTimeout(resolve, 50));
const after = state();
const changed = after.filter((name) => !before.includes(name));
write(JSON.stringify({ changed, said }));
