import type { RewardBar } from '../../src/protocol/episodeFiles.ts';
import { element, setAttributes } from '../ui/element.ts';
import { rewardCondition } from './rewardFilter.ts';
import { counted } from './words.ts';

/** How rewards are spread: a bar is a button that filters by it; Left and Right go from bar to bar. */
export class Histogram {
  readonly element = element('div', { class: 'histogram', role: 'toolbar', 'aria-label': 'Rewards' });
  readonly #onBar: (bar: RewardBar) => void;
  #current = 0;

  constructor(onBar: (bar: RewardBar) => void) {
    this.#onBar = onBar;
    this.element.addEventListener('keydown', event => this.#onKey(event));
  }

  /** Draws the bars; `condition` is that of the bar that filters now. The focus stays on the bar that has it. */
  show(bars: readonly RewardBar[], condition: string | undefined): void {
    const hasFocus = this.element.contains(document.activeElement);
    const most = Math.max(1, ...bars.map(({ episodes }) => episodes));
    this.#current = Math.min(this.#current, Math.max(0, bars.length - 1));
    this.element.replaceChildren(
      ...bars.map((bar, index) => {
        const words = `${rewardWords(bar)}: ${counted(bar.episodes, 'episode')}`;
        const button = element(
          'button',
          {
            type: 'button',
            class: bar.from === null ? 'without' : undefined,
            tabindex: index === this.#current ? 0 : -1,
            title: words,
            'aria-label': words,
            'aria-pressed': String(rewardCondition(bar) === condition),
          },
          element('span', { class: bar.episodes === 0 ? 'nothing' : undefined }),
        );
        (button.firstElementChild as HTMLElement).style.height = `${(bar.episodes / most) * 100}%`;
        button.addEventListener('click', () => {
          this.#current = index;
          this.#onBar(bar);
        });
        return button;
      }),
    );
    this.element.hidden = bars.length === 0;
    if (hasFocus) this.#focus();
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.element.childElementCount - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: this.#current - 1,
      ArrowRight: this.#current + 1,
      Home: 0,
      End: last,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    this.#current = Math.max(0, Math.min(index, last));
    for (const [each, button] of [...this.element.children].entries())
      setAttributes(button, { tabindex: each === this.#current ? 0 : -1 });
    this.#focus();
  }

  #focus(): void {
    (this.element.children[this.#current] as HTMLElement | undefined)?.focus();
  }
}

function rewardWords({ from, to }: RewardBar): string {
  if (from === null || to === null) return 'No reward';
  return `Reward ${Number(from.toFixed(3))} to ${Number(to.toFixed(3))}`;
}
