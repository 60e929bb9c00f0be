import { eventName } from 'messages:settings';

/** A type of event in words. @param type such as `booking.confirmed` */
export const eventText = (type: string) => eventName({ event: type.replace('.', '_') });
