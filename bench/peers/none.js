// The page itself, which everything else is held against.

export function start() {
  return () => {};
}

export function read() {
  return [];
}
