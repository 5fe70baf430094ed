import type { LineageGraph, LineageNode } from '../../src/engine/iteration/lineageGraph.ts';
import { element } from '../ui/element.ts';

/** The lineage as lists in lists: each policy and evaluation, latest first, with what it was made from below it. */
export function lineageList({ nodes }: LineageGraph, button: (node: LineageNode) => HTMLElement): HTMLElement {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const used = new Set(nodes.flatMap(({ from }) => from));
  const shown = new Set<string>();
  const item = (node: LineageNode): HTMLElement => {
    const made = element('li', {}, named(node, button(node)));
    const parents = node.from.flatMap(id => byId.get(id) ?? []);
    const isKnown = shown.has(node.id);
    shown.add(node.id);
    if (parents.length === 0) return made;
    if (isKnown) made.append(element('span', { class: 'dim' }, ' as above'));
    else made.append(element('ul', { 'aria-label': `${node.name} was made from` }, ...parents.map(item)));
    return made;
  };
  const ends = nodes.filter(({ id }) => !used.has(id)).reverse();
  return element('ul', { class: 'lineage-list' }, ...ends.map(item));
}

/** In a list nothing around a node tells its place. */
function named({ name }: LineageNode, button: HTMLElement): HTMLElement {
  button.querySelector('.node-title')!.textContent = name;
  button.querySelector('.hidden')!.textContent = '';
  return button;
}
