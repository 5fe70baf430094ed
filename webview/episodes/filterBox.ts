import { type Completion, completions } from '../../src/engine/query/completions.ts';
import { parseQuery } from '../../src/engine/query/parse.ts';
import type { QueryProblem } from '../../src/engine/query/tokenCursor.ts';
import { control, element, setAttributes } from '../ui/element.ts';
import { icon } from '../ui/icon.ts';
import { latest } from '../ui/latest.ts';
import { CompletionList } from './completionList.ts';
import { writingOf } from './halfWord.ts';

/** How long what is being written is given to become whole, in milliseconds. Half a condition is no mistake at once. */
const patience = { half: 1000, word: 120, whole: 0, wrong: 400 } as const;

/** What a filter box asks for and tells. */
export interface FilterBoxOptions {
  values(field: string, prefix: string): Promise<readonly string[]>;
  /** There is another filter, and it can be understood. */
  onFilter(filter: string): void;
  /** The reader goes to the list. */
  onLeave(): void;
  onError(error: unknown): void;
}

/** The filter: completes what is written, and marks what cannot be understood where it stands. */
export class FilterBox {
  readonly element = element('div', { class: 'filter' });
  readonly #options: FilterBoxOptions;
  readonly #input = element('input', {
    type: 'text',
    role: 'combobox',
    'aria-label': 'Filter',
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': 'completions',
    'aria-expanded': 'false',
    'aria-describedby': 'filter-problem',
    placeholder: 'Filter, for example: reward < 1 and loops',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  readonly #marks = element('div', { class: 'marks', 'aria-hidden': 'true' });
  readonly #problem = element('div', { id: 'filter-problem', class: 'problem', 'aria-live': 'polite' });
  readonly #clear = control('vscode-button', {
    appearance: 'icon',
    class: 'clear',
    'aria-label': 'Clear filter',
    title: 'Clear filter',
  });
  readonly #list = new CompletionList(completion => this.#accept(completion));
  readonly #complete: (task: () => Promise<void>) => void;
  #told = '';
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FilterBoxOptions) {
    this.#options = options;
    this.#complete = latest(options.onError);
    this.#clear.append(icon('clear'));
    const field = element('div', { class: 'field' }, this.#input, this.#marks, this.#clear);
    this.element.append(field, this.#problem, this.#list.element);
    this.#input.addEventListener('input', () => this.#onInput());
    this.#input.addEventListener('keydown', event => this.#onKey(event));
    this.#input.addEventListener('scroll', () => this.#alignMarks());
    this.#input.addEventListener('blur', () => this.#closeList());
    this.#clear.addEventListener('click', () => {
      this.set('');
      this.#input.focus();
    });
    this.#check();
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
    if (this.#input.value === '') this.#openList();
  }

  /** Writes a filter and filters by it. */
  set(filter: string): void {
    this.#input.value = filter;
    this.#closeList();
    this.#check();
  }

  /** Shows what somebody else found wrong with the filter. */
  showProblem(problem: QueryProblem): void {
    this.#mark([problem]);
  }

  #onInput(): void {
    this.#openList();
    clearTimeout(this.#patience);
    const { value } = this.#input;
    const isWrong = parseQuery(value).problems.length > 0;
    const isMarked = this.#input.getAttribute('aria-invalid') === 'true';
    const delay = isWrong && !isMarked ? patience.wrong : isWrong ? 0 : patience[writingOf(value)];
    if (delay === 0) this.#check();
    else this.#patience = setTimeout(() => this.#check(), delay);
  }

  /** Marks what is wrong, or tells the new filter. */
  #check(): void {
    clearTimeout(this.#patience);
    const { value } = this.#input;
    const { problems } = parseQuery(value);
    this.#clear.hidden = value === '';
    this.#mark(problems);
    if (problems.length > 0 || value.trim() === this.#told) return;
    this.#told = value.trim();
    this.#options.onFilter(this.#told);
  }

  #mark(problems: readonly QueryProblem[]): void {
    const { value } = this.#input;
    const first = problems[0];
    setAttributes(this.#input, { 'aria-invalid': first ? 'true' : undefined });
    this.#problem.textContent = first?.message ?? '';
    this.#marks.replaceChildren();
    let end = 0;
    for (const { from, to } of [...problems].sort((a, b) => a.from - b.from)) {
      if (from < end) continue;
      const wrong = element('span', { class: 'wrong' }, value.slice(from, to) || '\u00a0');
      this.#marks.append(value.slice(end, from), wrong);
      end = Math.max(from, to);
    }
    this.#alignMarks();
  }

  #alignMarks(): void {
    this.#marks.scrollLeft = this.#input.scrollLeft;
  }

  #onKey(event: KeyboardEvent): void {
    const { isOpen, chosen, first } = this.#list;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (isOpen) this.#choose(event.key === 'ArrowDown' ? 1 : -1);
      else this.#openList();
    } else if (event.key === ' ' && event.ctrlKey) this.#openList();
    else if (event.key === 'Enter' && chosen) this.#accept(chosen);
    else if (event.key === 'Enter') this.#leave();
    else if (event.key === 'Tab' && !event.shiftKey && isOpen && first && this.#input.value !== '') this.#accept(first);
    else if (event.key === 'Escape' && isOpen) this.#closeList();
    else if (event.key === 'Escape') this.#leave();
    else return;
    event.preventDefault();
  }

  #leave(): void {
    this.#check();
    this.#closeList();
    this.#options.onLeave();
  }

  #openList(): void {
    const { value: text, selectionStart } = this.#input;
    this.#complete(async () => {
      const values = (field: string, prefix: string) => this.#options.values(field, prefix);
      const found = await completions({ text, caret: selectionStart ?? text.length, values });
      if (this.#input.value !== text || document.activeElement !== this.#input) return;
      // A word that is all there needs no list of itself.
      const isDone = found.length === 1 && text.slice(found[0]!.from, found[0]!.to) === found[0]!.insert;
      this.#list.show(isDone ? [] : found);
      this.#tellList();
    });
  }

  #closeList(): void {
    this.#list.close();
    this.#tellList();
  }

  #choose(by: 1 | -1): void {
    this.#list.move(by);
    this.#tellList();
  }

  #tellList(): void {
    setAttributes(this.#input, {
      'aria-expanded': String(this.#list.isOpen),
      'aria-activedescendant': this.#list.chosenId,
    });
  }

  #accept({ from, to, insert }: Completion): void {
    const { value } = this.#input;
    const written = `${insert}${value[to] === ' ' || insert === '(' ? '' : ' '}`;
    this.#input.value = value.slice(0, from) + written + value.slice(to);
    const caret = from + written.length + (value[to] === ' ' ? 1 : 0);
    this.#input.setSelectionRange(caret, caret);
    this.#onInput();
  }
}
