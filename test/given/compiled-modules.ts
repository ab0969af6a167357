const { NODE_COMPILE_CACHE } = process.env

/** For the environment of a process that a test starts with settings of its own: it need not compile our modules again. */
export const COMPILED_MODULES: Record<string, string> = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }
