/** Pictures of 16 × 16, drawn with strokes of the text's colour. Shapes differ, so that no meaning hangs on colour. */
const paths = {
  success: 'M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM4.8 8.2l2.2 2.3 4.2-4.8',
  failure: 'M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM5.5 5.5l5 5M10.5 5.5l-5 5',
  running: 'M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM6.5 5.2v5.6L11 8Z',
  unfinished: 'M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM4.8 8h6.4',
  warning: 'M8 2 14.5 13.5h-13ZM8 6.5v3.5M8 11.4v.6',
  ascending: 'M4.5 10 8 6.5l3.5 3.5',
  descending: 'M4.5 6.5 8 10l3.5-3.5',
  clear: 'M4 4l8 8M12 4l-8 8',
  columns: 'M2.5 3.5h11v9h-11ZM6.2 3.5v9M9.8 3.5v9',
  help: 'M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM6.2 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.3M8 11v.6',
} as const;

/** The name of a picture. */
export type IconName = keyof typeof paths;

const svg = 'http://www.w3.org/2000/svg';

/** A picture beside a text that says the same; screen readers skip it. */
export function icon(name: IconName): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('class', `icon icon-${name}`);
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  picture.append(path);
  return picture;
}
