import type { EmotionLabel } from '../../conversations/emotion.ts';

type Feeling = EmotionLabel;

/** The emoji and emoticons of each feeling. The list was written for this project. */
const SIGNS: Partial<Record<Feeling, string>> = {
  joy: `😀 😃 😄 😁 😆 😅 😂 🤣 😊 😇 🙂 😉 😌 😍 🥰 😘 😗 😙 😚 😋 😛 😜 🤪 😝 🤗 🤩 🥳 😎 ☺ 😺 😸 😹 😻
    ❤ 🧡 💛 💚 💙 💜 🖤 🤍 🤎 💕 💖 💗 💘 💝 💞 💓 ♥ 😏 👍 👏 🙌 🙏 💯 🎉 🎊 🥂 🍾 ✨ 🌟 ⭐ 👌 💪 🔥 🤞 🫶 🤝 🎂 💐
    :) :-) =) ;) ;-) :D :-D =D xD XD :P :-P :p <3 :] :'D ^^ (: c: \\o/`,
  sadness: `😢 😭 😞 😔 😟 🙁 ☹ 😣 😖 😫 😩 🥺 💔 😿 😥 😓 🥲 🥀 😪 :( :-( =( :'( ;( :c :[ D: ):`,
  anger: `😠 😡 🤬 👿 💢 🖕 😤 👎 🙄 😒 😾 >:( >:-( :@`,
  disgust: `🤢 🤮 💩 😷 🪳 🤧`,
  fear: `😨 😰 😱 😧 😬 🫣 😦`,
  surprise: `😮 😯 😲 🤯 🤔 😳 😵 🧐 🤨 😕 🫢 ❓ ❔ ⁉ ‼ 🤷 :o :O :-o :-O o_o O_O o_O O_o :S :-S`,
  neutral: `😐 😑 😶 👋 🆗 ✅ ✔ 📅 🕖 🕗 🍽 :| :-| :/ :-/`,
};

/** The feeling of each sign. */
export const SIGN_FEELINGS: ReadonlyMap<string, Feeling> = new Map(
  Object.entries(SIGNS).flatMap(([feeling, signs]) =>
    signs.split(/\s+/).map((sign): [string, Feeling] => [sign, feeling as Feeling]),
  ),
);

/** An emoji without its variation selector and skin tone, so that 👍🏽 is looked up as 👍. */
export const plainSign = (sign: string): string =>
  /^\p{Regional_Indicator}/u.test(sign) ? sign : String.fromCodePoint(sign.codePointAt(0) ?? 0);
