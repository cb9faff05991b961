// A new answer is read from its beginning: the pane around this element goes back to its top when another answer is shown in it.
export default function ({ parentElement, data }) {
  if (parentElement.dataset.rdShown === data) return;
  parentElement.dataset.rdShown = data;
  const pane = document.querySelector(".st-key-answer-pane");
  if (pane) pane.scrollTop = 0;
}
