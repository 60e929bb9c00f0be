// For rooms that are not converted yet.
import type { Deps } from './compose.ts';
import type { RoomEnv } from './platform/http.ts';
export type AppEnv = RoomEnv<Deps>;
