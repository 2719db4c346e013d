// From an answer and a day to a verdict. Pure, and cautious: what the table doesn't
// know, or a day it doesn't reach, is `call`, and never lower.
// The server reads the same table with pwa/checks/rules.py; a test walks every
// timeline × symptom × answer × day through both. Change one, change the other.

const RANKS = ["expected", "watch", "call", "emergency"];

export function judge(table, symptomSlug, answerId, day) {
  const symptom = table.symptoms.find((item) => item.slug === symptomSlug);
  const answer = symptom?.answers.find((item) => item.id === answerId);
  if (!answer) return unknown(table, `${symptom?.label ?? "Something else"} – ${table.unknown.title}`);
  if (!(day >= 0 && day <= table.last_day)) return outOfRange(table, answer, day);
  const found = answer.levels.find((item) => covers(item.days, day));
  return found ? verdict(answer.answer, found) : unknown(table, answer.answer);
}

export function highest(levels) {
  return levels.reduce((one, other) => (RANKS.indexOf(other) > RANKS.indexOf(one) ? other : one));
}

function covers([first, last], day) {
  return first <= day && (last === null || day <= last);
}

// An emergency stays one before surgery and years after; all else is `call`.
function outOfRange(table, answer, day) {
  const nearest = answer.levels.at(day < 0 ? 0 : -1);
  return nearest.level === "emergency" ? verdict(answer.answer, nearest) : unknown(table, answer.answer);
}

function verdict(title, found) {
  const soon = found.soon ?? (found.level === "call" ? "today" : null);
  return { level: found.level, title, why: found.why, do: found.do, soon, again_hours: found.again_hours ?? null };
}

function unknown(table, title) {
  return verdict(title, table.unknown);
}
