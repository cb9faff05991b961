// The figures of a statement are buttons in a table: a click opens one's source, the arrow keys go from one to the next.
export default function ({ parentElement, setTriggerValue }) {
  const place = (button) => button.dataset.rdCell.split(":").map(Number);
  const figure = (event) => (event.target instanceof Element ? event.target.closest("button[data-rd-cell]") : null);
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const click = (event) => {
    const button = figure(event);
    if (button) setTriggerValue("cell", button.dataset.rdCell);
  };
  const move = (event) => {
    const button = figure(event);
    if (!button || !step[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    const [rows, columns] = step[event.key];
    const all = [...button.closest("table").querySelectorAll("button[data-rd-cell]")];
    const [row, column] = place(button);
    const ahead = all.filter((one) => {
      const [r, c] = place(one);
      return rows ? c === column && (r - row) * rows > 0 : r === row && (c - column) * columns > 0;
    });
    const next = rows + columns > 0 ? ahead[0] : ahead[ahead.length - 1];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  parentElement.rdForget?.();
  document.addEventListener("click", click);
  document.addEventListener("keydown", move);
  parentElement.dataset.rdReady = "true";
  parentElement.rdForget = () => {
    document.removeEventListener("click", click);
    document.removeEventListener("keydown", move);
  };
  return parentElement.rdForget;
}
