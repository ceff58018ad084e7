/** A strict reader of HTML: every tag closed in its order, attributes quoted. It fails where a browser would guess. */
export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

const VOID = new Set(['meta', 'br']);
const TOKEN = /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*>|[^<]+|</gi;

export const readHtml = (html: string): Element => {
  const root: Element = { tag: '#root', attributes: {}, children: [] };
  const open = [root];
  for (const match of html.matchAll(TOKEN)) {
    const [whole, slash, tag, attributes] = match;
    const top = open.at(-1) as Element;
    if (whole.toLowerCase() === '<!doctype html>') continue;
    if (whole === '<') throw new Error(`A stray < at ${match.index}.`);
    if (!tag) top.children.push(whole);
    else if (slash) {
      if (top.tag !== tag) throw new Error(`</${tag}> closes <${top.tag}> at ${match.index}.`);
      open.pop();
    } else {
      const pairs = [...(attributes ?? '').matchAll(/([a-z-]+)="([^"]*)"/gi)].map(([, k, v]) => [k, v]);
      const element: Element = { tag, attributes: Object.fromEntries(pairs), children: [] };
      top.children.push(element);
      if (!VOID.has(tag)) open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.tag}> is never closed.`);
  return root;
};

export const every = (element: Element, tag: string): Element[] =>
  element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.tag === tag ? [child] : []), ...every(child, tag)],
  );

export const wordsOf = (element: Element): string =>
  element.children
    .map((child) => (typeof child === 'string' ? child : child.tag === 'style' ? '' : wordsOf(child)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
