import { MACHINE_ROLE } from "@tiltmeter/rules";

/** `isMachineStop` of a row of `oversight_v1`, as a condition. */
export const MACHINE_STOP: string = `(action = 'stop' AND role = '${MACHINE_ROLE}')`;
