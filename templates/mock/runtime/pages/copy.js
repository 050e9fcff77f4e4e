"use strict";

const response = document.getElementById("response");
const copied = document.getElementById("copied");

response.addEventListener("focus", () => response.select());

document.getElementById("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(response.value);
    copied.textContent = "Copied.";
  } catch {
    response.focus();
    copied.textContent =
      "The browser did not allow copying. The response is selected; press Ctrl+C or ⌘C to copy it.";
  }
});
