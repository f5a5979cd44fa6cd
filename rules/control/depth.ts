/** Levels that a control file may nest: the deepest one in use is 6. */
export const DEPTH_MAX = 20;
