/** A style that the build puts beside the page's script. */
declare module '*.css';
