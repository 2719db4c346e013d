// The phone gives its own verdict along, so that the record holds both.
import { table } from "../lib/table.js";
import { highest, judge } from "../lib/verdict.js";

export function start(form) {
  const { dataset } = form.closest("[data-table]");
  let known = null;
  const learn = async () => { known = await table(dataset.table); };
  form.addEventListener("change", learn, { once: true });
  form.addEventListener("submit", () => {
    form.elements.asked_at.value = new Date().toISOString();
    if (known) form.elements.phone_level.value = levelOf(form, known, Number(dataset.day)) ?? "";
  });
}

function levelOf(form, known, day) {
  const ticked = [...form.querySelectorAll("[name=answer]:checked")].map((box) => box.value.split("/"));
  const levels = ticked.map(([symptom, answer]) => judge(known, symptom, answer, day).level);
  return levels.length ? highest(levels) : null;
}
