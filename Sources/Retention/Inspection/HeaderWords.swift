/// Words for the canonical columns, without blanks, marks and accents, in lower case.
///
/// They are only used for suggestions; headers recognized without asking are in `ColumnMapping.knownHeaders`.
enum HeaderWords {
  static let languages = ["English", "German", "French", "Spanish", "Italian", "Dutch"]

  /// By language, in the order of `languages`.
  static func words(for column: CanonicalColumn) -> [[String]] { table[column, default: []] }

  private static let table: [CanonicalColumn: [[String]]] = [
    .customerID: [
      [
        "customer", "customerid", "customerno", "customernumber", "customercode", "customerref", "custid", "custno",
        "custnum", "cust", "client", "clientid", "clientno", "clientnumber", "user", "userid", "buyer", "buyerid",
        "member", "memberid", "membernumber", "account", "accountid", "shopper", "shopperid", "household",
        "householdkey", "consumerid", "contactid", "customeremail", "customeruniqueid", "email",
      ],
      [
        "kunde", "kunden", "kundennummer", "kundennr", "kundenid", "kdnr", "kundnr", "debitor", "debitorennummer",
        "kaufer",
      ],
      ["client", "idclient", "clientid", "numeroclient", "numclient", "noclient", "codeclient", "acheteur"],
      ["cliente", "idcliente", "clienteid", "codigocliente", "codcliente", "numerocliente", "numcliente", "comprador"],
      ["cliente", "idcliente", "codicecliente", "codcliente", "numerocliente", "acquirente"],
      ["klant", "klantid", "klantnummer", "klantnr", "klantcode", "koper"],
    ],
    .orderID: [
      [
        "order", "orderid", "orderno", "ordernumber", "ordernum", "orderref", "orderreference", "ordername", "invoice",
        "invoiceid", "invoiceno", "invoicenumber", "transaction", "transactionid", "transactionno", "txn", "txnid",
        "receipt", "receiptid", "receiptno", "basket", "basketid", "salesorder", "salesid", "saleid", "documentno",
        "documentnumber", "purchaseid", "ticket", "ticketid", "bill", "billno",
      ],
      [
        "bestellung", "bestellnummer", "bestellnr", "bestellid", "auftrag", "auftragsnummer", "auftragsnr", "rechnung",
        "rechnungsnummer", "rechnungsnr", "belegnummer", "belegnr", "beleg", "bonnummer", "vorgangsnummer",
      ],
      [
        "commande", "idcommande", "numerocommande", "numcommande", "nocommande", "facture", "numerofacture",
        "nofacture", "ticket",
      ],
      ["pedido", "idpedido", "numeropedido", "numpedido", "factura", "numerofactura", "idventa", "venta"],
      ["ordine", "idordine", "numeroordine", "numordine", "fattura", "numerofattura", "scontrino"],
      ["bestelling", "bestelnummer", "bestelid", "ordernummer", "factuur", "factuurnummer", "bonnummer"],
    ],
    .productID: [
      [
        "product", "productid", "productcode", "productno", "productnumber", "productsku", "sku", "skuid", "stockcode",
        "item", "itemid", "itemno", "itemnumber", "itemcode", "article", "articleid", "articleno", "articlenumber",
        "material", "materialnumber", "ean", "upc", "gtin", "asin", "variantid", "variantsku", "lineitemsku", "partno",
        "productname", "lineitemname", "prodnbr", "prodid", "prodno", "prodcode",
      ],
      [
        "produkt", "produktnummer", "produktnr", "produktid", "artikel", "artikelnummer", "artikelnr", "artikelid",
        "ware",
        "materialnummer",
      ],
      [
        "produit", "idproduit", "codeproduit", "refproduit", "article", "codearticle", "reference", "ref", "refarticle",
      ],
      ["producto", "idproducto", "codigoproducto", "articulo", "codigoarticulo", "referencia"],
      ["prodotto", "idprodotto", "codiceprodotto", "articolo", "codicearticolo"],
      ["product", "productnummer", "productcode", "artikel", "artikelnummer", "artikelcode"],
    ],
    .orderDatetime: [
      [
        "orderdatetime", "orderdate", "ordertime", "ordertimestamp", "ordereddate", "orderedat", "invoicedate",
        "purchasedate", "purchasetime", "purchasetimestamp", "orderpurchasetimestamp", "purchasedat", "transactiondate",
        "transactiontime", "txndate", "saledate", "salesdate", "date", "datetime", "timestamp", "time", "createdat",
        "created", "createddate", "documentdate", "processedat", "paidat", "day", "transdate", "trandate", "tdat",
        "transactiondt", "invoicedatetime", "saledatetime",
      ],
      [
        "datum", "bestelldatum", "auftragsdatum", "rechnungsdatum", "belegdatum", "kaufdatum", "verkaufsdatum",
        "zeitpunkt", "zeit", "bestellzeit", "tag",
      ],
      ["date", "datecommande", "datefacture", "dateachat", "datevente", "jour", "horodatage"],
      ["fecha", "fechapedido", "fechafactura", "fechacompra", "fechaventa"],
      ["data", "dataordine", "datafattura", "dataacquisto", "datavendita"],
      ["datum", "besteldatum", "orderdatum", "factuurdatum", "aankoopdatum", "tijdstip"],
    ],
    .quantity: [
      [
        "quantity", "qty", "qnty", "units", "unitssold", "unitsordered", "orderqty", "orderquantity", "pieces", "pcs",
        "numberofitems", "itemcount", "prodqty", "productqty", "itemqty", "qtysold", "quantitysold", "lineitemquantity",
        "quantityordered", "salesquantity",
      ],
      ["menge", "anzahl", "stuck", "stueck", "stuckzahl", "stueckzahl", "bestellmenge", "verkaufsmenge"],
      ["quantite", "qte", "nombre", "quantitecommandee", "nbarticles"],
      ["cantidad", "cant", "unidades", "numerounidades"],
      ["quantita", "qta", "pezzi", "numeropezzi"],
      ["aantal", "hoeveelheid", "stuks"],
    ],
    .unitPrice: [
      [
        "unitprice", "price", "priceperunit", "priceeach", "itemprice", "productprice", "sellingprice", "salesprice",
        "saleprice", "lineitemprice", "listprice", "retailprice",
      ],
      [
        "preis", "einzelpreis", "stuckpreis", "stueckpreis", "verkaufspreis", "vkpreis", "artikelpreis",
        "preisprostuck",
        "nettopreis", "bruttopreis",
      ],
      ["prix", "prixunitaire", "prixunitaireht", "prixunitairettc", "prixvente", "pu"],
      ["precio", "preciounitario", "precioventa", "preciounidad"],
      ["prezzo", "prezzounitario", "prezzovendita"],
      ["prijs", "stukprijs", "stuksprijs", "eenheidsprijs", "verkoopprijs"],
    ],
    .lineTotal: [
      [
        "linetotal", "lineamount", "linevalue", "lineprice", "amount", "total", "sales", "salesvalue", "salesamount",
        "revenue", "turnover", "netamount", "grossamount", "extendedprice", "totalprice", "totalamount", "value",
        "subtotal", "spend", "itemtotal", "totalsales", "totalrevenue", "purchaseamount", "amountpaid", "amountspent",
      ],
      [
        "betrag", "gesamtbetrag", "positionswert", "positionsbetrag", "gesamtpreis", "umsatz", "zeilensumme",
        "nettobetrag", "wert",
        "summe",
      ],
      ["montant", "montantligne", "totalligne", "montantht", "montantttc", "chiffreaffaires"],
      ["importe", "importelinea", "totallinea", "monto", "ventas"],
      ["importo", "importoriga", "totaleriga", "fatturato"],
      ["bedrag", "regelbedrag", "regeltotaal", "omzet"],
    ],
    .orderTotal: [
      [
        "ordertotal", "orderamount", "ordervalue", "orderrevenue", "invoicetotal", "invoiceamount", "baskettotal",
        "basketvalue", "grandtotal", "transactionamount", "transactiontotal", "transactionvalue",
        "tranamount", "transamount", "paymentvalue", "paymentamount",
      ],
      [
        "bestellwert", "bestellsumme", "auftragswert", "rechnungsbetrag", "rechnungssumme",
        "warenkorbwert",
      ],
      ["totalcommande", "montantcommande", "montantfacture", "totalfacture"],
      ["totalpedido", "importepedido", "totalfactura"],
      ["totaleordine", "importoordine", "totalefattura"],
      ["ordertotaal", "orderbedrag", "factuurbedrag"],
    ],
  ]

  /// Parts of headers of money that is not what customers pay for goods, and of shares, scores and places.
  static let adjustments = [
    "freight", "shipping", "postage", "delivery", "handling", "tax", "vat", "duty", "discount", "rebate", "coupon",
    "voucher", "refund", "fee", "commission", "tip", "cost", "profit", "margin", "insurance", "surcharge", "deposit",
    "balance", "rate", "percent", "pct", "share", "score", "point", "rank", "weight", "age", "year", "month", "week",
    "hour", "latitude", "longitude", "income", "installment", "compareat", "competitor", "rating", "review", "star",
    "nps", "visit", "click", "session", "priority", "flag", "days", "dow", "cart", "stock",
    "steuer",
    "mwst", "ust", "versand", "fracht", "porto", "rabatt", "gebuhr", "tva", "remise", "frais", "livraison", "iva",
    "impuesto", "envio", "descuento", "sconto", "spedizione", "imposta", "btw", "korting", "verzend", "kosten",
  ]

  /// Parts of headers of what is no person: places, states of an order, sellers, products.
  static let impersonal = [
    "country", "city", "state", "status", "type", "category", "description", "address", "zip", "postal", "postcode",
    "pincode", "plz", "street", "suburb", "town", "county", "province", "district", "region", "locality", "birth",
    "group", "segment", "currency", "gender", "zone", "url", "discount", "ship", "deliver", "channel", "payment",
    "method", "color", "size", "brand", "margin", "note", "comment", "date", "time", "product", "item", "sku",
    "article",
    "seller", "supplier", "vendor", "merchant", "employee", "staff", "salesperson", "store", "branch", "warehouse",
    "courier", "carrier", "source", "campaign", "coupon", "promo", "platform", "device", "gateway", "title", "strasse",
    "land", "ort", "stadt", "kategorie", "beschreibung", "bezeichnung", "wahrung", "versand", "liefer", "verkaufer",
    "pays", "ville", "rue", "categorie", "livraison", "vendeur", "pais", "ciudad", "provincia", "descripcion", "envio",
    "vendedor", "paese", "citta", "descrizione", "spedizione", "fornitore", "plaats", "omschrijving", "verzend",
  ]

  /// Parts of headers of dates that are not those of an order.
  static let otherDates = [
    "ship", "deliver", "due", "limit", "expir", "birth", "update", "modif", "cancel", "refund", "return", "estimat",
    "approv", "carrier", "arriv", "dispatch", "fulfil", "regist", "signup", "join", "dob", "payout", "settle", "first",
    "last", "required", "versand", "liefer", "geburt", "fallig", "livraison", "echeance", "naissance", "envio",
    "entrega", "vencimiento", "nacimiento", "spedizione", "consegna", "scadenza", "nascita", "verzend", "lever",
  ]

  /// Parts of headers of a person who buys.
  static let persons = [
    "customer", "client", "buyer", "user", "member", "shopper", "consumer", "email", "kunde", "kunden", "kaufer",
    "acheteur", "cliente", "comprador", "acquirente", "klant", "koper", "person", "account", "household",
  ]

  /// Parts of headers that mean another property of a customer, an order or a product.
  static let strangers = [
    "name", "country", "city", "state", "status", "type", "category", "description", "address", "zip", "postal",
    "phone",
    "birth", "group", "segment", "currency", "age", "gender", "zone", "url", "discount", "tax", "ship", "deliver",
    "region", "channel", "payment", "weight", "color", "size", "brand", "cost", "margin", "note", "comment", "update",
    "freight", "postage", "fee", "profit", "commission", "refund", "rebate", "coupon", "seller", "supplier", "vendor",
    "limit", "due", "estimat", "approv", "fracht", "gebuhr", "frais", "land", "ort", "stadt", "kategorie",
    "beschreibung", "bezeichnung", "wahrung", "rabatt", "steuer", "versand",
    "liefer",
    "pays", "ville", "categorie", "remise", "livraison", "pais", "ciudad", "descripcion", "descuento", "envio", "paese",
    "citta", "descrizione", "sconto", "spedizione", "plaats", "omschrijving", "korting", "verzend",
  ]
}
