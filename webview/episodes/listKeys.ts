import type { OpenPlace } from '../../src/protocol/episodesPage.ts';

/** What the reader does within the list. */
export type GridAction =
  | {
      readonly kind: 'move';
      readonly by: number | 'page-up' | 'page-down' | 'first' | 'last';
      readonly extends: boolean;
    }
  | { readonly kind: 'to-heading' | 'to-header' | 'toggle' | 'deselect' };

/** What the reader does with the list. */
export type PageAction =
  | { readonly kind: 'open'; readonly place: OpenPlace }
  | { readonly kind: 'to-filter' | 'group' | 'expert' | 'compare' | 'keys' | 'as-text' };

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const move = (by: Extract<GridAction, { readonly kind: 'move' }>['by']) =>
  ({ kind: 'move', by, extends: false }) as const;

const plain: Readonly<Record<string, GridAction | PageAction>> = {
  ArrowDown: move(1),
  j: move(1),
  ArrowUp: move(-1),
  k: move(-1),
  PageDown: move('page-down'),
  PageUp: move('page-up'),
  Home: move('first'),
  End: move('last'),
  ArrowLeft: { kind: 'to-heading' },
  Enter: { kind: 'open', place: 'here' },
  ' ': { kind: 'open', place: 'peek' },
  '/': { kind: 'to-filter' },
  s: { kind: 'to-header' },
  g: { kind: 'group' },
  e: { kind: 'expert' },
  c: { kind: 'compare' },
  t: { kind: 'as-text' },
  '?': { kind: 'keys' },
  Escape: { kind: 'deselect' },
};

/** What a key does in the list; undefined when it is none of ours. */
export function listAction({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): GridAction | PageAction | undefined {
  if (altKey) return undefined;
  if (ctrlKey || metaKey) {
    if (key === 'Enter') return { kind: 'open', place: 'beside' };
    if (key === ' ') return { kind: 'toggle' };
    return key === 'f' ? { kind: 'to-filter' } : undefined;
  }
  const action = plain[key];
  if (!shiftKey || key === '?' || key === '/') return action;
  return action?.kind === 'move' && key.length > 1 ? { ...action, extends: true } : undefined;
}

/** Where the reader is and how far she can go. */
export interface Place {
  readonly active: number;
  readonly count: number;
  readonly pageSize: number;
}

/** The row that a move leads to; it may lie beyond the ends. */
export function destination(
  by: Extract<GridAction, { readonly kind: 'move' }>['by'],
  { active, count, pageSize }: Place,
): number {
  switch (by) {
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    case 'page-up':
      return active - pageSize;
    case 'page-down':
      return active + pageSize;
    default:
      return active + by;
  }
}

/** The keys, for the reader. */
export const keyHelp: readonly (readonly [keys: string, meaning: string])[] = [
  ['↑ ↓  or  k j', 'previous and next row'],
  ['PageUp  PageDown  Home  End', 'a page, the first row, the last row; from the end on, the list follows the file'],
  ['Enter', 'open the episode'],
  ['Ctrl+Enter', 'open it beside the list'],
  ['Space', 'peek: open it beside and stay in the list'],
  ['e', 'compare with the expert’s'],
  ['Shift+↑ ↓  or  Ctrl+Space', 'select several'],
  ['c', 'compare those selected'],
  ['/  or  Ctrl+F', 'to the filter'],
  ['s', 'to the column titles: Enter sorts, Shift+Enter refines'],
  ['g', 'group by task'],
  ['←', 'to the heading of the group'],
  ['t', 'open the file as text'],
  ['Ctrl+C', 'copy the ids of what is selected'],
  ['Shift+F10', 'the menu of the row'],
  ['Escape', 'back to the list; there, select nothing'],
];
