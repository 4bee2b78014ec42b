// Copies what stands in the element a button names; says so on the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.querySelector("span").textContent = button.dataset.done;
  } catch {
    // Without the right to write to the clipboard the text is marked, to be copied by hand.
    getSelection().selectAllChildren(source);
  }
});
