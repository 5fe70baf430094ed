import type { LineageGraph, LineageNode } from '../../src/engine/iteration/lineageGraph.ts';
import { control, element } from '../ui/element.ts';
import { LineageGrid } from './lineageGrid.ts';
import { lineageList } from './lineageList.ts';
import type { PageContext } from './pageState.ts';
import { part } from './part.ts';

/** What a node of the lineage leads to. */
export interface LineageActions {
  hasCurves(node: string): boolean;
  showCurves(node: string): void;
  open(node: string): void;
}

/** What was made from what: from every checkpoint back to its pairs and episodes. */
export class LineageSection {
  readonly element = element('section', { 'aria-labelledby': 'lineage-title' });
  readonly #context: PageContext;
  readonly #actions: LineageActions;
  readonly #body = element('div');
  readonly #option: HTMLElement;
  readonly #show: (shown: { readonly graph: LineageGraph; readonly list: boolean }) => void;
  #graph: LineageGraph = { nodes: [], columns: [], rows: [] };
  #grid: LineageGrid | undefined;

  constructor(context: PageContext, actions: LineageActions) {
    this.#context = context;
    this.#actions = actions;
    const box = control('vscode-checkbox', {}, 'As a list');
    box.checked = context.state().list;
    box.addEventListener('change', () => {
      context.change({ list: box.checked });
      this.show(this.#graph);
    });
    this.#option = element('div', { class: 'options' }, box);
    this.#show = part(this.#body, ({ graph, list }) => this.#nodes(graph, list));
    const title = element('h2', { id: 'lineage-title' }, 'Lineage');
    this.element.append(element('div', { class: 'heading' }, title, this.#option), this.#body);
  }

  show(graph: LineageGraph): void {
    this.#graph = graph;
    this.#option.hidden = graph.nodes.length === 0;
    this.#show({ graph, list: this.#context.state().list });
    this.layOut();
  }

  /** Draws the lines again, where the nodes stand now. */
  layOut(): void {
    this.#grid?.layOut();
  }

  #nodes(graph: LineageGraph, isList: boolean): Node[] {
    this.#grid?.dispose();
    this.#grid = undefined;
    if (graph.nodes.length === 0) {
      const words = 'Nothing has been made yet. Each stage that ends appears here with what it was made from.';
      return [element('p', { class: 'empty' }, words)];
    }
    const button = (node: LineageNode) => nodeButton(node, this.#actions);
    if (isList) return [lineageList(graph, button)];
    this.#grid = new LineageGrid(graph, button);
    return [this.#grid.element];
  }
}

/** A node as the button that opens what it names; what is not there yet, or was given, is no button. */
function nodeButton(node: LineageNode, actions: LineageActions): HTMLElement {
  const { id, title, name, summary, state, stage } = node;
  const does = stage === 'train' && actions.hasCurves(id) ? 'show curves' : 'open';
  const hidden = (text: string) => element('span', { class: 'hidden' }, text);
  const texts = [
    element('span', { class: 'node-title' }, title),
    hidden(name === title ? '' : `${name.slice(title.length + 2)}:`),
    element('span', { class: 'node-summary' }, summary.split(/[,(]| on /)[0]!),
    ...(state === 'done' ? [hidden(`; ${does}`)] : []),
  ];
  const attributes = { class: `node ${state} ${stage ?? ''}`, 'data-node': id, title: `${name}\n${summary}`.trim() };
  if (state !== 'done') return element('span', attributes, ...texts);
  const button = element('button', { ...attributes, 'data-key': id }, ...texts);
  button.addEventListener('click', () => {
    if (stage === 'train' && actions.hasCurves(id)) actions.showCurves(id);
    else actions.open(id);
  });
  return button;
}
