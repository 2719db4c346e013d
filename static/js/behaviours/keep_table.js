// Fetch the verdict table once the page is quiet, for later use without a signal.
import { table } from "../lib/table.js";

export function start(element) {
  const fetchTable = () => table(element.dataset.table);
  const whenIdle = () => (globalThis.requestIdleCallback ?? setTimeout)(fetchTable);
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}
