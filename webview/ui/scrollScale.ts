/** Browsers give up on elements higher than some ten million pixels; beyond this, scroll positions are scaled. */
const highest = 10_000_000;

/** The sizes of a list and of the window onto it, in pixels. */
export interface ListSize {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

/** Between where a scroll bar stands and which part of a list it stands for. */
export interface ScrollScale {
  /** How high the scrolled element is made. */
  readonly height: number;
  /** The greatest offset into the list. */
  readonly end: number;
  /** Pixels of the list a pixel of the scroll bar. */
  readonly ratio: number;
}

/** The scale of a list; its ratio is 1 as long as the list is not too high for an element. */
export function scrollScale({ rows, rowHeight, viewport }: ListSize): ScrollScale {
  const total = rows * rowHeight;
  const height = Math.min(total, highest);
  const end = Math.max(0, total - viewport);
  return { height, end, ratio: total > highest ? end / (height - viewport) : 1 };
}
