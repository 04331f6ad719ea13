// It sees the page's reactions by itself.

export async function start(origin) {
  const { start } = await import("/tellback/index.js");
  const began = performance.now();
  const tellback = start({ endpoint: `${origin}/feedback` });
  performance.measure("call", { start: began });
  await tellback.ready;
  return ({ response, thumb }) => tellback.rate(response, { thumb });
}

export function read({ json }) {
  return json.events.map(({ seq, type }) => ({ id: `${json.stream} ${seq}`, type }));
}
