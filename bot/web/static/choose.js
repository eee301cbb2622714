/* A choice among tracks or rooms is shown at once; without scripts there is the button. */

for (const form of document.querySelectorAll(".filters")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
