/// 1 to 12 of a month's name or abbreviation in English, German, French, Spanish, Italian or Dutch, without a point.
func monthNumber(named name: String) -> Int? { monthsByName[name.lowercased()] }

private let monthsByName: [String: Int] = {
  let names: [[String]] = [
    ["jan", "january", "januar", "jänner", "janv", "janvier", "ene", "enero", "gen", "gennaio", "januari"],
    [
      "feb", "february", "februar", "fév", "févr", "fevr", "février", "fevrier", "febrero", "febbraio", "februari",
    ],
    ["mar", "march", "mär", "mrz", "märz", "maerz", "mars", "marzo", "mrt", "maart"],
    ["apr", "april", "avr", "avril", "abr", "abril", "aprile"],
    ["may", "mai", "mayo", "mag", "maggio", "mei"],
    ["jun", "june", "juni", "juin", "junio", "giu", "giugno"],
    ["jul", "july", "juli", "juil", "juillet", "julio", "lug", "luglio"],
    ["aug", "august", "août", "aout", "ago", "agosto", "augustus"],
    ["sep", "sept", "september", "septembre", "septiembre", "set", "settembre"],
    ["oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre"],
    ["nov", "november", "novembre", "noviembre"],
    ["dec", "december", "dez", "dezember", "déc", "décembre", "decembre", "dic", "diciembre", "dicembre"],
  ]
  return names.enumerated().reduce(into: [:]) { months, entry in
    for name in entry.element { months[name] = entry.offset + 1 }
  }
}()
