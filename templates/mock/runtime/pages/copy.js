"use strict";

const answer = document.getElementById("answer");
const copied = document.getElementById("copied");

answer.addEventListener("focus", () => answer.select());

document.getElementById("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(answer.value);
    copied.textContent = "Copied.";
  } catch {
    answer.focus();
    copied.textContent = "The browser did not allow it. The answer is selected: copy it with the keyboard.";
  }
});
