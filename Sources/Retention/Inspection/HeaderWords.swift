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
        "productname", "lineitemname",
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
        "created", "createddate", "documentdate", "processedat", "paidat", "day",
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
        "numberofitems", "itemcount", "lineitemquantity", "quantityordered", "salesquantity",
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
        "saleprice", "unitcost", "lineitemprice", "listprice", "retailprice",
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
        "subtotal", "spend",
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

  /// Parts of headers that mean another property of a customer, an order or a product.
  static let strangers = [
    "name", "country", "city", "state", "status", "type", "category", "description", "address", "zip", "postal",
    "phone",
    "birth", "group", "segment", "currency", "age", "gender", "zone", "url", "discount", "tax", "ship", "deliver",
    "region", "channel", "payment", "weight", "color", "size", "brand", "cost", "margin", "note", "comment", "update",
    "land", "ort", "stadt", "kategorie", "beschreibung", "bezeichnung", "wahrung", "rabatt", "steuer", "versand",
    "liefer",
    "pays", "ville", "categorie", "remise", "livraison", "pais", "ciudad", "descripcion", "descuento", "envio", "paese",
    "citta", "descrizione", "sconto", "spedizione", "plaats", "omschrijving", "korting", "verzend",
  ]
}
