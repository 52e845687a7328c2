print("retention-fast")
