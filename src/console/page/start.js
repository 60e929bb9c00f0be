// Chooses the language before anything is drawn, and loads the script of that language. The build adds
// `scripts`, the file name for each language.
const wished = [localStorage.getItem('maitred.language'), ...navigator.languages];
const known = wished.map((each) => each?.slice(0, 2)).find((each) => each in scripts);
const language = known ?? 'en';
document.documentElement.lang = language;
void import(`/console/files/${scripts[language]}`);
