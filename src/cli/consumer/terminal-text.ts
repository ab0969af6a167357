/**
 * What practices wrote is shown, and never obeyed: whatever moves the cursor, clears the screen or turns the direction of reading could make
 * a terminal say what is not so. Line ends, tabs and our own colours are left.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const OBEYED = /\u001B(?!\[\d{1,2}m)|\r(?!\n)|[\u0000-\u0008\u000B\u000C\u000E-\u001A\u001C-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g

export const forTerminal = (text: string): string => text.replaceAll(OBEYED, '\uFFFD')
