// Plain JavaScript without imports, so that its test runs on it as it is.

/**
 * What a reader wants who writes again, judged by how they begin. Their words are read here, and
 * leave this function as one of three words.
 *
 * The rules are phrases that people use to correct somebody, or to go on from what they were told,
 * in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Japanese and Chinese. A
 * message in which none of them occurs, or both kinds, is `"unknown"`: to guess would be worse.
 * `tests/js/intent.test.js` measures how right they are, and how often they say something.
 *
 * @param {string} message
 * @returns {"correction" | "continuation" | "unknown"}
 */
export function intentOf(message) {
  const text = message
    .slice(0, 400)
    .toLowerCase()
    .normalize("NFC")
    // What is quoted was said by somebody else.
    .replace(/["“„«][^"”“»]*["”“»]/gu, " ")
    .replace(/[’‘`]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
  const corrects = CORRECTION.test(text);
  const continues = CONTINUATION.test(text);
  if (corrects === continues) return "unknown";
  return corrects ? "correction" : "continuation";
}

/** Anywhere in the message, as whole words. */
const CORRECTIONS = [
  // English
  "(that|this|it)('s| is| was) (still )?not (quite )?(what i('m| am|'ve| meant| asked| wanted| need)|right|correct|true)(?! when)",
  "(that|this|it) (isn't|wasn't) (quite )?(what i (meant|asked|wanted|need)|right|correct|true)",
  "(that|this|it)('s| is| was) (wrong|incorrect|false|still wrong|still too)",
  "(that|this|it)( still)? (doesn't|does not|didn't|did not|won't) (work|help|compile|run|answer)",
  "you (have )?(misunderst\\w+|misread|forgot\\w*|missed|left out|ignored|made a mistake|got it wrong)",
  "you (didn't|did not|haven't|have not) (answer|read|understand|include|follow|use)\\w*",
  "i (meant|wanted|asked for|said) (a|an|the|it|only|just|something|no|not|one|\\d+)",
  "i (didn't|did not) (ask for|mean|say|want) (that|this|it|the|a)",
  "(that|this|it)('s| is)? ?(close,? )?but actually",
  "still (too|wrong|not|the same error|get the same)",
  // German
  "(das|es) (stimmt|funktioniert|geht|passt|klappt)( so| leider| immer noch)? nicht",
  "(das|es) ist (so |leider |immer noch )*(falsch|nicht (richtig|korrekt|das))",
  "(das )?(habe|hab) ich (so )?nicht (gemeint|gefragt|gewollt)",
  "ich (meinte|wollte (nur |doch )?(eine?n?|keine?n?|das|die|den|es))",
  "(du hast|sie haben) (mich|meine frage|das|es)? ?(falsch verstanden|missverstanden|nicht (verstanden|beantwortet))",
  "(du hast|sie haben) .{0,30}(vergessen|übersehen|missverstanden)",
  "(eigentlich wollte|immer noch (zu|nicht|falsch))",
  // French
  "(ce|ça|cela) ?(n'est|ne (marche|fonctionne|va)) (toujours )?pas",
  "c'est (faux|encore trop|toujours trop|toujours faux|incorrect)",
  "(tu as|vous avez|t'as) (mal compris|oublié|raté)",
  "(tu n'as|vous n'avez) pas (répondu|compris|lu)",
  "je (voulais|parlais|demandais) (un|une|du|de la|des|le|la|les|l'|celui|celle|dire|juste)",
  // Spanish
  "(eso|esto) (no es|está mal|es incorrecto|es falso)",
  "no (funciona|es correcto|es lo que|has (respondido|entendido))",
  "(has|me has) entendido mal|(olvidaste|has olvidado|te olvidaste)",
  "(en realidad )?(quería (un|una|el|la|los|las|decir|solo)|me refería)",
  "sigue (siendo|dando|sin)",
  // Portuguese
  "(isso )?(não (foi|é) (isso|o que)|está errado|não está (certo|correto)|não funciona)",
  "você (entendeu mal|esqueceu|não (respondeu|entendeu))",
  "(eu )?(queria (um|uma|o|a|os|as|dizer|só)|me referia)|ainda está",
  // Italian
  "non (è (quello|corretto|giusto|ciò)|funziona|hai (risposto|capito))",
  "(è|ancora) (sbagliato|ancora troppo)|hai (capito male|dimenticato|sbagliato)",
  "(volevo (un|una|il|la|lo|i|le|dire|solo)|intendevo)",
  // Dutch
  "(dat|het) (klopt|werkt)( nog steeds)? niet|(dat|het) is (fout|verkeerd|onjuist|niet (goed|juist|wat))",
  "(dat bedoelde ik niet|ik bedoelde|ik wilde|wilde ik|nog steeds (te|niet|fout))",
  "je (hebt|bent) .{0,30}(verkeerd begrepen|vergeten|gemist)",
  // Polish
  "(nie o to (mi )?chodzi\\p{L}*|to nie (działa|jest to)|to (jest )?(błędne|nieprawda|źle))",
  "(źle (mnie )?zrozumia\\p{L}+|zapomnia\\p{L}+ o|miał[ae]m na myśli|chcia\\p{L}+|nadal (za|nie|ten sam))",
];

/** At the beginning of the message. */
const CORRECTIONS_FIRST = [
  // A bare no and what was wanted instead.
  "(no|nope|nah)[,.!:;]? (i|that|this|it|you|not|please)",
  "(wrong|incorrect|not quite|not exactly|that's wrong)",
  "actually,? (i|that|it|the|you|no)",
  "(please )?(fix|correct) (the|your|this|that) (error|mistake|bug|code|typo)",
  "are you sure\\?? .*(wrong|incorrect|not|isn't)",
  "nein[,.!:;] |(nicht ganz|falsch)",
  "non[,.!:;] (je|c'|ce|ça|pas)|(pas (tout à fait|exactement|vraiment))|en fait,? je",
  "no[,.!:;] (quería|me|eso|yo|volevo|non|intendevo)|no exactamente",
  "não[,.!:;] (eu|isso|não)|não exatamente|na verdade,? (eu )?",
  "non (esattamente|proprio)",
  "nee[,.!:;] |niet (helemaal|precies)",
  "nie[,.!:;] |niezupełnie|nie do końca",
];

/** Japanese and Chinese have no spaces between words. */
const CORRECTIONS_WITHOUT_SPACES =
  "違います|違う|ちがう|意味では(ありません|ない)|間違っ|そうじゃな|ではなくて|いや、|誤解|動きません|動かない|長すぎ|抜けて(い|る)|不对|不是(这个|那个)意思|^错|错了|^不，|不行|误解|还是(太|不|同样)|忘了|其实我";

const CONTINUATIONS = [
  "(tell me|explain|say|go into) more|more (about|detail|details)|in more detail|more specific",
  "(that|this) (helps|helped|worked|works( now)?|is exactly|'s exactly)|exactly what i (needed|wanted)",
  "(give|show) me (an|another|some|more) examples?",
  "(do|can you do) the same (for|with)",
  "genauer|mehr (über|dazu)|ein beispiel|das gleiche für|hat geklappt|genau das habe ich gebraucht",
  "plus (sur|en détail)|en détail|un exemple|fais pareil|exactement ce qu",
  "(más (sobre|detalle)|un ejemplo|lo mismo con|justo lo que necesitaba|ha funcionado)",
  "mais (sobre|detalhes)|um exemplo|exatamente o que eu|funcionou",
  "di più (su|sul|sulla)|più in dettaglio|un esempio|proprio quello che|ha funzionato",
  "meer over|verder uitleggen|een voorbeeld|precies wat ik nodig had|dat werkte",
  "więcej o|szczegółow\\p{L}+|przykład|dokładnie tego|zadziałało",
];

const CONTINUATIONS_FIRST = [
  "(thanks|thank you|thx|great|perfect|awesome|nice|excellent|cool|wonderful|ok|okay|good)[,.! ]+(now|next|and|what|how|can|could|that|so|please|i)\\b.*",
  "(thanks|thank you|thx|great|perfect|awesome|excellent|wonderful)\\b",
  "(please )?(continue|go on|keep going|expand|elaborate)",
  "(and|now|next)[,]? (what|how|why|do|write|make|translate|add|explain|show|the|for|if)",
  "(what|anything) else",
  "(can|could) you (also|please also|give me an example|explain|elaborate|expand|be more)",
  "(danke|vielen dank|super|perfekt|toll|klasse|prima|weiter|mach weiter|jetzt|und (wie|was|warum))",
  "(erzähl|kannst du (auch|mir ein beispiel|das))",
  "(merci|super|parfait|génial|continue|maintenant|et (que|si|ensuite|comment)|peux-tu (aussi|expliquer|me donner)|dis-m'en)",
  "[¡¿]?(gracias|muchas gracias|genial|perfecto|continúa|sigue$|ahora|y (qué|cómo|después)|puedes (añadir también|explicar|darme)|cuéntame)",
  "(obrigad[oa]|muito obrigad[oa]|ótimo|perfeito|continue|agora|e (o que|como|depois)|(você )?pode (também|explicar|me dar))",
  "(grazie|ottimo|perfetto|continua|ora |adesso|e (cosa|come|poi)|puoi (anche|spiegare|farmi))",
  "(bedankt|dank je|dank u|super|perfect|ga verder|nu |en (wat|hoe|daarna)|kun je (ook|stap|me een))",
  "(dzięki|dziękuję|super|świetnie|kontynuuj|teraz|a co|(czy )?możesz (też|wyjaśnić|podać))",
];

const CONTINUATIONS_WITHOUT_SPACES =
  "^ありがとう|^続け|もっと|^完璧|助かりました|例を|追加して|谢谢|^继续|详细|举个例子|^太好了|很有用|接下来|还可以";

const CORRECTION = anyOf(CORRECTIONS, CORRECTIONS_FIRST, CORRECTIONS_WITHOUT_SPACES);
const CONTINUATION = anyOf(CONTINUATIONS, CONTINUATIONS_FIRST, CONTINUATIONS_WITHOUT_SPACES);

/**
 * @param {string[]} phrases
 * @param {string[]} beginnings
 * @param {string} others
 */
function anyOf(phrases, beginnings, others) {
  const words = `(?<!\\p{L})(?:${phrases.join("|")})(?!\\p{L})`;
  return new RegExp(`${words}|^(?:${beginnings.join("|")})|${others}`, "u");
}
