/** The languages that the console has, with their own names. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text);

/** The language of this page. `start.js` has set it. */
export const language: Language = isLanguage(document.documentElement.lang)
  ? document.documentElement.lang
  : 'en';

/** English dates and numbers as most of the world writes them, with hours from 0 to 23. */
export const locale = language === 'en' ? 'en-GB' : language;

/** Loads the page again in another language. */
export function chooseLanguage(next: string): void {
  localStorage.setItem('maitred.language', next);
  location.reload();
}
