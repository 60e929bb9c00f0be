import { type MaintenanceWindowId, showId } from '../../platform/ids.ts';

/** A maintenance window as clients see it. */
export const showMaintenance = <Window extends { readonly id: MaintenanceWindowId }>(
  window: Window,
) => ({ ...window, id: showId('maintenanceWindow', window.id) });
