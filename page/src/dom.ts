// Elements, made without HTML: text is always text.

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** Returns an element; `class`, `aria-*`, `data-*` and the like are attributes, functions are listeners. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props | null = null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value as EventListener);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  add(element, ...children);
  return element;
}

export function add(element: Element, ...children: Child[]): void {
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
}

/** Returns a bar of parts; each has a class and a share of the whole from 0 to 1. */
export function bar(parts: { kind: string; share: number; title?: string }[], label: string): HTMLElement {
  const element = h("span", { class: "bar", role: "img", "aria-label": label, title: label });
  for (const { kind, share, title } of parts) {
    if (share <= 0) continue;
    const part = h("span", { class: `part ${kind}`, title });
    part.style.width = `${share * 100}%`;
    element.append(part);
  }
  return element;
}

/** Copies text; a page from disk may lack the clipboard's interface. */
export async function copy(text: string, button?: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { class: "away" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say("copied");
  if (button) {
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 900);
  }
}

export function copyButton(text: () => string, label: string): HTMLButtonElement {
  const button = h("button", { class: "copy", type: "button", title: label, "aria-label": label }, "Copy");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    void copy(text(), button);
  });
  return button;
}

/** Tells people who listen to the page. */
export function say(text: string): void {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}

/** Returns the text with what was searched for marked. */
export function marked(text: string, wanted: string): Node {
  const part = document.createDocumentFragment();
  if (!wanted) {
    part.append(text);
    return part;
  }
  const lower = text.toLowerCase();
  let at = 0;
  if (lower.length === text.length)
    for (let hit = lower.indexOf(wanted); hit >= 0; hit = lower.indexOf(wanted, at)) {
      part.append(text.slice(at, hit), h("mark", null, text.slice(hit, hit + wanted.length)));
      at = hit + wanted.length;
    }
  part.append(text.slice(at));
  return part;
}
