import type { LineageGraph, LineageNode } from '../../src/engine/iteration/lineageGraph.ts';
import { element } from '../ui/element.ts';

const space = 'http://www.w3.org/2000/svg';

/** The lineage as a graph: stages from left to right, a row an arm, lines from what was used to what was made. */
export class LineageGrid {
  readonly element = element('div', {
    class: 'scroll lineage',
    role: 'group',
    'aria-label': 'Lineage from left to right',
  });
  readonly #graph: LineageGraph;
  readonly #grid = element('div', { class: 'lineage-grid' });
  readonly #lines = document.createElementNS(space, 'svg');
  readonly #nodes = new Map<string, HTMLElement>();
  readonly #paths = new Map<string, SVGPathElement>();
  readonly #resize = new ResizeObserver(() => this.layOut());

  constructor(graph: LineageGraph, button: (node: LineageNode) => HTMLElement) {
    this.#graph = graph;
    this.#lines.setAttribute('aria-hidden', 'true');
    this.#grid.append(this.#lines, ...headings(graph));
    const ordered = [...graph.nodes].sort((a, b) => a.row - b.row || a.column - b.column);
    for (const node of ordered) {
      const made = button(node);
      place(made, node.column + 2, node.row + 2);
      this.#nodes.set(node.id, made);
      this.#grid.append(made);
    }
    for (const [id, parent] of edges(graph)) {
      const path = document.createElementNS(space, 'path');
      this.#paths.set(`${parent} ${id}`, path);
      this.#lines.append(path);
    }
    this.#grid.addEventListener('pointerover', event => this.#trace(event.target));
    this.#grid.addEventListener('pointerleave', () => this.#trace(document.activeElement));
    this.#grid.addEventListener('focusin', event => this.#trace(event.target));
    this.#grid.addEventListener('focusout', () => this.#trace(null));
    this.#grid.addEventListener('keydown', event => this.#onKey(event));
    this.#resize.observe(this.#grid);
    this.element.append(this.#grid);
  }

  /** Draws the lines where the nodes stand. */
  layOut(): void {
    const { scrollWidth, scrollHeight } = this.#grid;
    this.#lines.setAttribute('viewBox', `0 0 ${scrollWidth} ${scrollHeight}`);
    this.#lines.setAttribute('width', String(scrollWidth));
    this.#lines.setAttribute('height', String(scrollHeight));
    for (const [id, parent] of edges(this.#graph)) {
      const [from, to] = [this.#nodes.get(parent), this.#nodes.get(id)];
      if (!from || !to) continue;
      this.#paths.get(`${parent} ${id}`)?.setAttribute('d', linePath(from, to));
    }
  }

  dispose(): void {
    this.#resize.disconnect();
  }

  /** Stresses what a node was made from, and what that was made from, and so on. */
  #trace(target: EventTarget | null): void {
    const node = target instanceof Element ? target.closest<HTMLElement>('[data-node]') : null;
    const traced = new Set<string>();
    const visit = (id: string) => {
      if (traced.has(id)) return;
      traced.add(id);
      for (const parent of this.#graph.nodes.find(other => other.id === id)?.from ?? []) visit(parent);
    };
    const id = node?.dataset['node'];
    if (id !== undefined && this.#nodes.has(id)) visit(id);
    for (const [other, made] of this.#nodes) made.classList.toggle('traced', traced.has(other));
    for (const [child, parent] of edges(this.#graph))
      this.#paths.get(`${parent} ${child}`)?.classList.toggle('traced', traced.has(child));
  }

  /** Arrows go to the next button in their direction. */
  #onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const id = event.target instanceof HTMLElement ? event.target.dataset['node'] : undefined;
    const here = this.#graph.nodes.find(node => node.id === id);
    if (!step || !here) return;
    const [columns, rows] = step as [number, number];
    const next = this.#graph.nodes
      .filter(node => this.#nodes.get(node.id)?.tagName === 'BUTTON')
      .map(node => ({ node, across: (node.column - here.column) * columns + (node.row - here.row) * rows }))
      .filter(({ across }) => across > 0)
      .map(({ node, across }) => ({
        node,
        distance: across + 20 * Math.abs(columns === 0 ? node.column - here.column : node.row - here.row),
      }))
      .sort((a, b) => a.distance - b.distance)[0];
    if (!next) return;
    event.preventDefault();
    this.#nodes.get(next.node.id)?.focus();
  }
}

/** Pixels between a node and the line that runs beside or below it. */
const lane = 9;

/** A line of right angles from a node to a later one: past the nodes between them it runs below the first one's row. */
function linePath(from: HTMLElement, to: HTMLElement): string {
  const [x1, y1] = [from.offsetLeft + from.offsetWidth, from.offsetTop + from.offsetHeight / 2];
  const [x2, y2] = [to.offsetLeft, to.offsetTop + to.offsetHeight / 2];
  const isNext = x2 - x1 < 3 * lane;
  if (isNext) return y1 === y2 ? `M${x1} ${y1}H${x2}` : `M${x1} ${y1}H${x2 - lane}V${y2}H${x2}`;
  const below = from.offsetTop + from.offsetHeight + lane;
  return `M${x1} ${y1}H${x1 + lane}V${below}H${x2 - lane}V${y2}H${x2}`;
}

/** Child and parent of every line whose ends are both there. */
function edges({ nodes }: LineageGraph): readonly (readonly [string, string])[] {
  const known = new Set(nodes.map(({ id }) => id));
  return nodes.flatMap(({ id, from }) => from.filter(parent => known.has(parent)).map(parent => [id, parent] as const));
}

function headings({ columns, rows }: LineageGraph): HTMLElement[] {
  const groups: HTMLElement[] = [];
  for (const [index, title] of columns.entries()) {
    if (index > 0 && columns[index - 1] === title) continue;
    const width = columns.slice(index).findIndex(other => other !== title);
    const heading = element('span', { class: 'lineage-heading' }, title);
    heading.style.gridColumn = `${index + 2} / span ${width < 0 ? columns.length - index : width}`;
    heading.style.gridRow = '1';
    groups.push(heading);
  }
  const labels = rows.map((title, index) => {
    const label = element('span', { class: 'lineage-row' }, title);
    place(label, 1, index + 2);
    return label;
  });
  return [...groups, ...labels];
}

function place(target: HTMLElement, column: number, row: number): void {
  target.style.gridColumn = String(column);
  target.style.gridRow = String(row);
}
