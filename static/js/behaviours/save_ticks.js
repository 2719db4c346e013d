// A tick is kept as soon as it is made; without script the button does it.
export function start(form) {
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  button.hidden = true;
  form.addEventListener("change", async () => {
    status.textContent = "";
    const kept = await fetch(form.action, { method: "POST", body: new FormData(form) }).then((answer) => answer.ok, () => false);
    status.textContent = kept ? "Kept" : "Not kept: no connection. Try again.";
    button.hidden = kept;
  });
}
