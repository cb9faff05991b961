"use strict";
const form = document.querySelector("form.filters");
const articles = [...document.querySelectorAll("article")];
function filter() {
  const wanted = [...form.querySelectorAll("select")].filter((one) => one.value);
  let shown = 0;
  for (const article of articles) {
    article.hidden = wanted.some((one) => article.dataset[one.name] !== one.value);
    shown += article.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = `${shown} of ${articles.length} questions`;
}
form.addEventListener("change", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
