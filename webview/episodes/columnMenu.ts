import type { SortColumn } from '../../src/protocol/episodeFiles.ts';
import { control } from '../ui/element.ts';
import { type Popover, popover } from '../ui/popover.ts';
import { columns } from './column.ts';

/** The menu of columns to choose; at least one stays. */
export class ColumnMenu {
  readonly popover: Popover;
  readonly #boxes = columns.map(({ title }) => control('vscode-checkbox', {}, title));
  readonly #onChange: (shown: readonly SortColumn[]) => void;

  constructor(onChange: (shown: readonly SortColumn[]) => void) {
    this.#onChange = onChange;
    this.popover = popover('Columns', 'columns', this.#boxes);
    for (const box of this.#boxes) box.addEventListener('change', () => this.#tell());
  }

  show(shown: readonly SortColumn[]): void {
    for (const [index, { id }] of columns.entries()) {
      const box = this.#boxes[index]!;
      if (box.checked !== shown.includes(id)) box.checked = shown.includes(id);
      box.disabled = shown.length === 1 && box.checked;
    }
  }

  #tell(): void {
    this.#onChange(columns.filter((_, index) => this.#boxes[index]!.checked).map(({ id }) => id));
  }
}
