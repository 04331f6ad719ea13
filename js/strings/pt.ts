import type { Strings } from "../strings.js";

/** The texts in Portuguese. */
const strings: Strings = {
  rate: "Avaliar esta resposta",
  up: "Boa resposta",
  down: "Resposta ruim",
  stars: "{n} de 5 estrelas",
  copy: "Copiar resposta",
  copied: "Resposta copiada",
  notCopied: "Não foi possível copiar",
  regenerate: "Tentar de novo",
  thanks: "Obrigado pela avaliação",
  retracted: "Avaliação removida",
  undo: "Desfazer",
  close: "Fechar",
  whyGood: "O que foi bom?",
  whyBad: "O que deu errado?",
  comment: "Comentário (opcional)",
  commentNote:
    "Não inclua nomes nem contatos. Removemos o que reconhecemos, mas não podemos prometer encontrar tudo.",
  send: "Enviar",
  reasons: {
    accurate: "Correta",
    helpful: "Útil",
    clear: "Clara",
    complete: "Completa",
    concise: "Direta",
    inaccurate: "Incorreta",
    unhelpful: "Pouco útil",
    offensive: "Ofensiva",
    too_long: "Longa demais",
    off_topic: "Fora do assunto",
  },
  compare: "Qual resposta é melhor?",
  answer: "Resposta {n}",
  better: "A resposta {n} é melhor",
  tie: "Praticamente iguais",
  bothBad: "As duas são ruins",
  outcome: "Esta resposta funcionou para você?",
  worked: "Sim",
  partly: "Em parte",
  failed: "Não",
};

export default strings;
