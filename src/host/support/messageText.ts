import { visible } from '../../engine/trajectory/visible.ts';

/** Text for a notification, which makes links, to commands too, of what looks like one: here nothing does. */
export function messageText(text: string): string {
  return visible(text).replaceAll('](', '] (');
}
