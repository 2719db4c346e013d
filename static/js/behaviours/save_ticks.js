// A tick is kept as soon as it is made; without script the button does it.
// "Kept" is said only when the server says so, of the newest state.
export function start(form) {
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  let last = Promise.resolve();
  button.hidden = true;
  form.addEventListener("change", () => {
    status.textContent = "";
    last = last.then(async () => {
      const kept = await send(form);
      status.textContent = kept ? "Kept" : "Not kept. Try again.";
      button.hidden = kept;
    });
  });
}

// A session that has ended answers with the sign-in page: that is not "kept".
async function send(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    return answer.ok && new URL(answer.url).pathname === location.pathname;
  } catch {
    return false;
  }
}
