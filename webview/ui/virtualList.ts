import { type ScrollScale, scrollScale } from './scrollScale.ts';

/** Rows drawn above and below what is seen. */
const overscan = 6;

/** What a virtual list is made of. */
export interface VirtualListOptions {
  /** Scrolls; its upper `headerHeight` pixels are covered by a header. */
  readonly scroller: HTMLElement;
  /** Holds the rows and is made as high as all of them. */
  readonly body: HTMLElement;
  readonly rowHeight: number;
  readonly headerHeight: number;
  render(index: number): HTMLElement;
  /** Called after every change of what is seen. */
  onDraw(range: RowRange): void;
  /** Called when the person scrolled. */
  onScroll(): void;
}

/** Rows `from` (inclusive) to `to` (exclusive). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Draws only the rows that are seen of a list of any length. */
export class VirtualList {
  readonly #options: VirtualListOptions;
  readonly #drawn = new Map<number, HTMLElement>();
  #count = 0;
  /** Pixels from the list's top to the first one that is seen. */
  #offset = 0;
  /** Where we have put the scroll bar: from anywhere else the person has moved it. */
  #scrollTop = 0;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    const { scroller } = options;
    scroller.addEventListener('scroll', () => this.#onScroll());
    scroller.addEventListener('wheel', event => this.#onWheel(event), { passive: false });
    new ResizeObserver(() => this.#moveTo(this.#offset)).observe(scroller);
  }

  get count(): number {
    return this.#count;
  }

  /** Rows that fit whole. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.#viewport / this.#options.rowHeight));
  }

  /** The first row of which something is seen, as a fraction: 2.5 is the third row, cut in half. */
  get top(): number {
    return this.#offset / this.#options.rowHeight;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#scale.end - 1;
  }

  /** Shows a list of `count` rows from row `top` on (it may be a fraction); all its rows are drawn anew. */
  show(count: number, top: number): void {
    this.#count = count;
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    this.#options.body.style.height = `${this.#scale.height}px`;
    this.#moveTo(top * this.#options.rowHeight);
  }

  /** Draws the rows of a range anew, as far as they are seen; all of them without one. */
  redraw(range?: RowRange): void {
    for (const [index, row] of this.#drawn) {
      if (range && (index < range.from || index >= range.to)) continue;
      row.remove();
      this.#drawn.delete(index);
    }
    this.#draw();
  }

  /** Scrolls as little as needed for a row to be seen whole. */
  reveal(index: number): void {
    const { rowHeight } = this.#options;
    const lowest = index * rowHeight;
    this.#moveTo(Math.max(lowest + rowHeight - this.#viewport, Math.min(lowest, this.#offset)));
  }

  /** The rows that are drawn, with their elements. */
  get drawn(): Iterable<readonly [index: number, row: HTMLElement]> {
    return this.#drawn;
  }

  get #viewport(): number {
    return Math.max(0, this.#options.scroller.clientHeight - this.#options.headerHeight);
  }

  get #scale(): ScrollScale {
    return scrollScale({ rows: this.#count, rowHeight: this.#options.rowHeight, viewport: this.#viewport });
  }

  #onScroll(): void {
    const { scrollTop } = this.#options.scroller;
    if (Math.abs(scrollTop - this.#scrollTop) < 1) return;
    this.#scrollTop = scrollTop;
    this.#offset = Math.min(scrollTop * this.#scale.ratio, this.#scale.end);
    this.#draw();
    this.#options.onScroll();
  }

  /** On a scaled list the wheel would jump over rows: it moves by its own pixels then. */
  #onWheel(event: WheelEvent): void {
    if (this.#scale.ratio === 1 || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : this.#options.rowHeight;
    this.#moveTo(this.#offset + event.deltaY * unit);
    this.#options.onScroll();
  }

  #moveTo(offset: number): void {
    const { end, ratio } = this.#scale;
    this.#offset = Math.max(0, Math.min(offset, end));
    const { scroller } = this.#options;
    scroller.scrollTop = this.#offset / ratio;
    this.#scrollTop = scroller.scrollTop;
    this.#draw();
  }

  #draw(): void {
    const { body, rowHeight, render, onDraw } = this.#options;
    const from = Math.max(0, Math.floor(this.#offset / rowHeight) - overscan);
    const to = Math.min(this.#count, Math.ceil((this.#offset + this.#viewport) / rowHeight) + overscan);
    for (const [index, row] of this.#drawn) {
      if (index >= from && index < to) continue;
      row.remove();
      this.#drawn.delete(index);
    }
    let next = body.firstElementChild;
    for (let index = from; index < to; index++) {
      const row = this.#drawn.get(index) ?? render(index);
      this.#drawn.set(index, row);
      row.style.top = `${index * rowHeight - this.#offset + this.#scrollTop}px`;
      // In the document, rows stand in their order, for those who read it and do not see it.
      if (row === next) next = next.nextElementSibling;
      else body.insertBefore(row, next);
    }
    onDraw({ from, to });
  }
}
