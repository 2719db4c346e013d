// The only loop: an element names its behaviours, each lives in a file of that name.
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    const { start } = await import(`./behaviours/${name}.js`);
    start(element);
  }
}
