/**
 * Characters that act instead of showing: controls (so every terminal escape sequence), bidirectional controls, the
 * invisible and the unpaired. Tab and newline stay, and so do the joiners that scripts and emoji are written with.
 */
const acting =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{ad}\u{200b}\u{2060}-\u{2064}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/gu;

/** Most text of most episodes, which has nothing that acts. */
const plain = /^[\t\n -~]*$/;

/** Text that is safe to print and to read: acting characters become `\u{1b}`, line ends become `\n`. */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  return text.replaceAll('\r\n', '\n').replace(acting, character => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
